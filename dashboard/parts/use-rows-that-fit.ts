import type { RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** How many rows of `rowRem` (plus a head of one row) fit into an element now: a wall does not scroll, it says how many more there are. */
export function useRowsThatFit(element: RefObject<HTMLDivElement | null>, rowRem: number): number {
  const [rows, setRows] = useState(8);
  useEffect(() => {
    const box = element.current;
    if (box === null) return;
    const measure = () => {
      const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setRows(Math.max(1, Math.floor(box.clientHeight / (rowRem * rem)) - 1));
    };
    const observer = new ResizeObserver(measure);
    observer.observe(box);
    return () => observer.disconnect();
  }, [element, rowRem]);
  return rows;
}

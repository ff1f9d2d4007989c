import type uPlot from 'uplot';
import { CATEGORIES } from '../../domain/air/category.ts';

/** Device pixels of one CSS pixel: uPlot's canvas and bbox are in device pixels. */
const ratio = () => devicePixelRatio || 1;

/** The limits of the AQI levels as hairlines, the level's word in the right gutter, clear of the lines. */
export function drawLevels(plot: uPlot, names: readonly string[], ink: string, text: string, font: string): void {
  const { ctx, bbox, scales } = plot;
  const top = scales['y']?.max ?? 0;
  ctx.save();
  ctx.strokeStyle = ink;
  ctx.fillStyle = text;
  ctx.font = font;
  ctx.textAlign = 'left';
  ctx.textBaseline = 'middle';
  ctx.lineWidth = ratio();
  ctx.setLineDash([2 * ratio(), 4 * ratio()]);
  let below = 0;
  for (const { level, upTo } of CATEGORIES) {
    if (below >= top) break;
    const yMiddle = plot.valToPos((below + Math.min(upTo, top)) / 2, 'y', true);
    const height = plot.valToPos(below, 'y', true) - plot.valToPos(Math.min(upTo, top), 'y', true);
    if (height > 13 * ratio()) ctx.fillText(names[level - 1] ?? '', bbox.left + bbox.width + 8 * ratio(), yMiddle);
    if (upTo < top) {
      const y = Math.round(plot.valToPos(upTo, 'y', true)) + 0.5;
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    below = upTo;
  }
  ctx.restore();
}

/** Hatches the window after the last value: the line has ended there and nothing is carried forward. */
export function drawEnded(plot: uPlot, lastS: number, ink: string): void {
  const { ctx, bbox } = plot;
  const left = Math.max(bbox.left, plot.valToPos(lastS, 'x', true));
  const width = bbox.left + bbox.width - left;
  if (width < 4 * ratio()) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, bbox.top, width, bbox.height);
  ctx.clip();
  ctx.strokeStyle = ink;
  ctx.lineWidth = ratio();
  ctx.beginPath();
  for (let x = left - bbox.height; x < left + width; x += 9 * ratio()) {
    ctx.moveTo(x, bbox.top + bbox.height);
    ctx.lineTo(x + bbox.height, bbox.top);
  }
  ctx.stroke();
  ctx.restore();
}

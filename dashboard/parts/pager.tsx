import { words } from '../words/language.ts';

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly href: (page: number) => string;
}

/** Links to the pages beside this one; nothing where there is only one. */
export function Pager({ page, pages, href }: PagerProps) {
  const said = words.value.page;
  if (pages <= 1) return null;
  return (
    <nav class="pager push" aria-label={said.of(page, pages)}>
      {page > 1 ? (
        <a class="button" href={href(page - 1)}>
          {said.previous}
        </a>
      ) : null}
      <span class="quiet number">{said.of(page, pages)}</span>
      {page < pages ? (
        <a class="button" href={href(page + 1)}>
          {said.next}
        </a>
      ) : null}
    </nav>
  );
}

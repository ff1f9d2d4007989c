import { words } from '../words/language.ts';

export function NotFound() {
  const { errors } = words.value;
  return (
    <div class="one-column">
      <section class="panel">
        <h1 class="empty">{errors.notFound}</h1>
        <p class="empty">
          <a href="/">{errors.home}</a>
        </p>
      </section>
    </div>
  );
}

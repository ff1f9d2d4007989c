import { palette, theme } from '../state/settings.ts';
import { language, words } from '../words/language.ts';

/** Language, theme and colours; each is remembered. */
export function Switches() {
  const { switches } = words.value;
  const wall = theme.value === 'wall';
  const accessible = palette.value === 'accessible';
  return (
    <div class="switches">
      <button
        type="button"
        class="button"
        aria-pressed={wall}
        aria-label={switches.wall}
        title={switches.wall}
        onClick={() => {
          theme.value = wall ? 'desk' : 'wall';
        }}
      >
        {switches.wallShort}
      </button>
      <button
        type="button"
        class="button"
        aria-pressed={accessible}
        aria-label={switches.accessible}
        title={switches.accessible}
        onClick={() => {
          palette.value = accessible ? 'official' : 'accessible';
        }}
      >
        {switches.accessibleShort}
      </button>
      <button
        type="button"
        class="button"
        aria-label={switches.language}
        title={switches.language}
        onClick={() => {
          language.value = language.value === 'zh' ? 'en' : 'zh';
        }}
      >
        {switches.languageShort}
      </button>
    </div>
  );
}

import { exercise } from '../state/protocol.ts';
import { words } from '../words/language.ts';

/** Over every page of a drill. */
export function ExerciseBar() {
  return exercise.value ? <p class="exercise-bar">{words.value.strip.exerciseBar}</p> : null;
}

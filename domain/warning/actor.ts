/** A person in a post. Who holds which post is known from the sign-on, what the post may do from the agreement. */
export type Actor = { readonly person: string; readonly role: string; readonly jurisdiction: string };

/** A part of the program: the engine that judges the air. It may propose and tell of the air, and decide nothing (WRN-4). */
export type Machine = { readonly machine: string };

export type By = Actor | Machine;

export function isMachine(by: By): by is Machine {
  return 'machine' in by;
}

export function nameOf(by: By): string {
  return isMachine(by) ? by.machine : `${by.person} (${by.role}, ${by.jurisdiction})`;
}

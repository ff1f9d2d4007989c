const KEY = 'lianfang.token';

/** Kept for this tab alone, and only as long as it is open: a bureau's computer has many users. */
let token: string | null = remembered();

/** The bearer token of whoever is signed in on this page, or null. */
export function sessionToken(): string | null {
  return token;
}

export function keepToken(next: string | null): void {
  token = next;
  try {
    if (next === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, next);
  } catch {
    // Storage may be forbidden: the token then lasts as long as the page.
  }
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

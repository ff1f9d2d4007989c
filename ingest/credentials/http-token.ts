const TOKEN = /^lf_([a-z2-7]{16})_([a-z2-7]{32})$/;

/** `lf_<id>_<secret>`: the id finds the credential at once, the prefix lets scanners find leaked ones. */
export function formatToken(token: { readonly id: string; readonly secret: string }): string {
  return `lf_${token.id}_${token.secret}`;
}

export function parseToken(text: string): { readonly id: string; readonly secret: string } | undefined {
  const [, id, secret] = TOKEN.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** Whether only this machine reaches what listens on `host`. A name that needs looking up is not taken for it. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);
}

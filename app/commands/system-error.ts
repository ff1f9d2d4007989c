const TAKEN = {
  en: 'is taken by another program: stop that, or choose another port',
  zh: '端口已被其他程序占用：请停掉它，或换一个端口',
};
const FORBIDDEN = {
  en: 'may not be used by this user: choose a port from 1024 up',
  zh: '当前用户无权使用：请换用 1024 以上的端口',
};
const WORDS: Readonly<Record<string, { readonly en: string; readonly zh: string }>> = {
  EADDRINUSE: TAKEN,
  EACCES: FORBIDDEN,
  EADDRNOTAVAIL: { en: 'is no address of this machine', zh: '不是本机的地址' },
};

/** What an operator reads of an error of the operating system; with a remedy where it is about an address to listen on. */
export function systemErrorText(error: NodeJS.ErrnoException): string {
  const { syscall, code = '', message } = error;
  const words = WORDS[code];
  if (syscall !== 'listen' || words === undefined) return message;
  const { address = '', port = '' } = error as { readonly address?: string; readonly port?: number };
  return `${address}:${port} ${words.en} ${words.zh} (${code})`;
}

import { useState } from 'preact/hooks';
import { sessionToken } from '../session/token.ts';
import { protocolWords } from '../words/protocol-words.ts';
import { Icon } from './icon.tsx';

interface DownloadButtonProps {
  readonly url: string;
  readonly fileName: string;
  readonly text: string;
}

/** A file that only readers may have: fetched with the token, which a plain link cannot carry, then handed to the browser. */
export function DownloadButton({ url, fileName, text }: DownloadButtonProps) {
  const [state, setState] = useState<'rest' | 'working' | 'failed'>('rest');
  const { download } = protocolWords.value;
  async function fetchFile(): Promise<void> {
    setState('working');
    try {
      const token = sessionToken();
      const response = await fetch(url, token === null ? {} : { headers: { authorization: `Bearer ${token}` } });
      if (!response.ok) throw new Error(String(response.status));
      const address = URL.createObjectURL(await response.blob());
      const link = document.createElement('a');
      link.href = address;
      link.download = fileName;
      link.click();
      URL.revokeObjectURL(address);
      setState('rest');
    } catch {
      setState('failed');
    }
  }
  return (
    <button type="button" class="button" disabled={state === 'working'} onClick={() => void fetchFile()}>
      <Icon name="download" /> {text}
      {state === 'rest' ? null : <span role="status"> · {download[state]}</span>}
    </button>
  );
}

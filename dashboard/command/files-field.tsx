import type { Attachment } from '../../domain/enforcement/case-command.ts';
import { protocolWords } from '../words/protocol-words.ts';
import { attachmentOf, canDigest } from './file-digest.ts';
import type { FieldValue } from './form-body.ts';

interface FilesFieldProps {
  readonly id: string;
  readonly many: boolean;
  readonly value: FieldValue | undefined;
  readonly onChange: (files: readonly Attachment[]) => void;
}

/** Files by name, size and digest, reckoned here; their content is not sent. */
export function FilesField({ id, many, value, onChange }: FilesFieldProps) {
  const { command } = protocolWords.value;
  const files = Array.isArray(value) ? (value as readonly Attachment[]) : [];
  if (!canDigest()) return <p class="quiet">{command.noDigest}</p>;
  return (
    <>
      <input
        id={id}
        type="file"
        multiple={many}
        onChange={(event) => {
          const chosen = [...(event.currentTarget.files ?? [])];
          void Promise.all(chosen.map(attachmentOf)).then(onChange);
        }}
      />
      <p class="quiet">{command.fileNote}</p>
      {files.map(({ name, sha256 }) => (
        <p key={sha256} class="quiet">
          {name} · <code class="hash">{sha256.slice(0, 16)}…</code>
        </p>
      ))}
    </>
  );
}

import { type FileHandle, open } from 'node:fs/promises';

/** Appends to one segment file. After a failure it takes nothing more: what a failed fsync has left on the disk nobody knows. */
export class SegmentWriter {
  readonly #handle: FileHandle;
  /** Bytes up to here are on the disk. */
  #durable = 0;
  #written = 0;
  #broken = false;

  private constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  /** The file must not exist. Its name is durable only after the folder's sync. */
  static async create(path: string): Promise<SegmentWriter> {
    return new SegmentWriter(await open(path, 'ax'));
  }

  /** False after a failure. */
  get usable(): boolean {
    return !this.#broken;
  }

  /** Resolves when the bytes are with the system, not yet on the disk. */
  async write(bytes: Buffer): Promise<void> {
    await this.#whole(async () => {
      await this.#handle.appendFile(bytes);
      this.#written += bytes.length;
    });
  }

  /** Resolves when everything written is on the disk. */
  async sync(): Promise<void> {
    if (this.#durable === this.#written) return;
    await this.#whole(async () => {
      await this.#handle.datasync();
      this.#durable = this.#written;
    });
  }

  close(): Promise<void> {
    return this.#handle.close();
  }

  async #whole(run: () => Promise<void>): Promise<void> {
    try {
      await run();
    } catch (error) {
      this.#broken = true;
      // Best effort: the opening scan cuts off what is left here.
      await this.#handle.truncate(this.#durable).catch(() => undefined);
      throw error;
    }
  }
}

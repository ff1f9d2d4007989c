/** Why a package proves nothing, and in which of its files; `package` where the archive itself is meant. */
export interface PackageFault {
  readonly file: string;
  readonly reason: string;
}

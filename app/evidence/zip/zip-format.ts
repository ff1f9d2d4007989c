/** PKWARE APPNOTE 6.3.10: 4.3.7 local header, 4.3.12 central directory, 4.3.16 its end; all that we write and nothing more. */
export const LOCAL_HEADER = 0x04034b50;
export const CENTRAL_HEADER = 0x02014b50;
export const END_OF_DIRECTORY = 0x06054b50;

export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;

/** 2.0: deflate and folders. */
export const VERSION = 20;
/** Bit 11: names are UTF-8. */
export const FLAGS = 0x0800;
export const DEFLATED = 8;
/** 1980-01-01 00:00, the first day that the format knows: when a file was written is none of its business. */
export const TIME = 0;
export const DATE = 0x0021;

/** Before the SHA-256 (hex) over all bytes before the comment's: the archive's own seal (`sealOf`). */
export const SEAL_NAME = 'sha256:';
export const SEAL_BYTES = SEAL_NAME.length + 64;

/** What the screen of every guest shows: 16 by 12 pixels of one colour. */
export const screenshot = {
  mime: 'image/png',
  data: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAABAAAAAMCAIAAADkharWAAAAFUlEQVR42mNQcEggCTGMahjVgB0BADv3kAH6eyM1AAAAAElFTkSuQmCC',
    'base64',
  ),
} as const;

/** Whether a name matches a pattern of a shell: `*` for any text, `?` for one character; all else is itself. */
export function namePattern(pattern: string): (name: string) => boolean {
  // Turned into alternating literals and wildcards by hand: a regular expression out of it could take for ever.
  const parts = pattern.split('*');
  const [first = '', ...rest] = parts;
  return name => {
    if (rest.length === 0) return fits(name, first) && name.length === first.length;
    const last = rest.at(-1) ?? '';
    if (name.length < first.length + last.length || !fits(name, first)) return false;
    let at = first.length;
    const end = name.length - last.length;
    for (const part of rest.slice(0, -1)) {
      while (at + part.length <= end && !fits(name.slice(at, at + part.length), part)) at++;
      if (at + part.length > end) return false;
      at += part.length;
    }
    return fits(name.slice(end), last);
  };
}

/** Whether a text begins with a pattern that has question marks alone. */
function fits(text: string, pattern: string): boolean {
  for (let at = 0; at < pattern.length; at++) {
    if (at >= text.length || (pattern[at] !== '?' && pattern[at] !== text[at])) return false;
  }
  return true;
}

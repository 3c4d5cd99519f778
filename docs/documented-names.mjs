// Every name that a package exports has a doc comment, and so has every public method and property of an exported class,
// or the reference is not made.
import { Application, ReflectionKind } from 'typedoc';

const named =
  ReflectionKind.Class |
  ReflectionKind.Enum |
  ReflectionKind.Function |
  ReflectionKind.Interface |
  ReflectionKind.TypeAlias |
  ReflectionKind.Variable;
const callable = ReflectionKind.Method | ReflectionKind.Property | ReflectionKind.Accessor;

/** @param {Application} app */
export function load(app) {
  app.on(Application.EVENT_VALIDATE_PROJECT, project => {
    for (const module of project.children ?? []) {
      for (const exported of module.children ?? []) {
        if (!exported.kindOf(named)) continue;
        const undocumented = [exported, ...membersOf(exported)].filter(name => !isDocumented(name));
        for (const name of undocumented) app.logger.warn(`${name.getFullName()} has no doc comment`);
      }
    }
  });
}

/**
 * What a class has to offer; what every disposable or iterable has needs no comment, and what Node.js or the language
 * brings along has its own.
 * @param {import('typedoc').DeclarationReflection} exported
 */
function membersOf(exported) {
  if (!exported.kindOf(ReflectionKind.Class)) return [];
  return (exported.children ?? []).filter(
    member =>
      member.kindOf(callable) &&
      !member.name.startsWith('[') &&
      !member.flags.isPrivate &&
      !member.flags.isProtected &&
      !member.flags.isExternal,
  );
}

/** A function's comment belongs to its signatures, an accessor's to what reads it. @param {import('typedoc').DeclarationReflection} exported */
function isDocumented(exported) {
  const signatures = [...(exported.signatures ?? []), exported.getSignature, exported.setSignature];
  return exported.hasComment() || signatures.some(signature => signature?.hasComment());
}

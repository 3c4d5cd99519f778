// Every name that a package exports has a doc comment, or the reference is not made.
import { Application, ReflectionKind } from 'typedoc';

const named =
  ReflectionKind.Class |
  ReflectionKind.Enum |
  ReflectionKind.Function |
  ReflectionKind.Interface |
  ReflectionKind.TypeAlias |
  ReflectionKind.Variable;

/** @param {Application} app */
export function load(app) {
  app.on(Application.EVENT_VALIDATE_PROJECT, project => {
    for (const module of project.children ?? []) {
      for (const exported of module.children ?? []) {
        if (exported.kindOf(named) && !isDocumented(exported)) {
          app.logger.warn(`${exported.getFullName()} has no doc comment`);
        }
      }
    }
  });
}

/** A function's comment belongs to its signatures. @param {import('typedoc').DeclarationReflection} exported */
function isDocumented(exported) {
  return exported.hasComment() || (exported.signatures ?? []).some(signature => signature.hasComment());
}

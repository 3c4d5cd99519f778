// A description of an element or of a shape on the wire has one documented name: its type. The value of the same
// subject, which reads and writes it, gets its comment from there, instead of a second one in the source.
import { Comment, Converter, ReflectionKind } from 'typedoc';

/** Types of values that read and write what their argument names. */
const schemas = new Set(['ElementSchema', 'RequiredField', 'OptionalField', 'Xdr', 'Text', 'ParameterGroup']);

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_END, context => {
    for (const variable of context.project.getReflectionsByKind(ReflectionKind.Variable)) {
      if (!variable.isDeclaration() || variable.comment !== undefined) continue;
      const described = describedBy(variable.type);
      const summary = described?.comment?.summary;
      if (described === undefined || summary === undefined) continue;
      variable.comment = new Comment([{ kind: 'text', text: `Reads and writes \`${described.name}\`. ` }, ...summary]);
    }
  });
}

/** The documented type that a schema reads. @param {import('typedoc').SomeType | undefined} type */
function describedBy(type) {
  if (type?.type !== 'reference' || !schemas.has(type.name)) return undefined;
  const argument = type.typeArguments?.[0];
  return argument?.type === 'reference' ? argument.reflection : undefined;
}

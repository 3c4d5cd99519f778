/** Where Node.js asks an object how to print it (`util.inspect.custom`). */
export const inspected: unique symbol = Symbol.for('nodejs.util.inspect.custom');

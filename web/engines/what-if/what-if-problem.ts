// What went wrong in the what-if, in a sentence for a person.

export class WhatIfProblem extends Error {
  // Comlink carries an error's name and message from the worker to the page, not its class.
  override readonly name = "WhatIfProblem";
}

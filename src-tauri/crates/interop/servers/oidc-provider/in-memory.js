// Where the provider keeps its own: in memory, so that all of it can be forgotten at once.

const kept = new Map();

export const forgetAll = () => {
  kept.clear();
  return true;
};

export class InMemory {
  constructor(kind) {
    this.kind = kind;
  }

  async upsert(id, value, seconds) {
    kept.set(`${this.kind} ${id}`, { value, until: Date.now() + (seconds ?? 60) * 1000 });
  }

  async find(id) {
    const found = kept.get(`${this.kind} ${id}`);
    return found && found.until > Date.now() ? found.value : undefined;
  }

  async findByUid(uid) {
    return this.#one((value) => value.uid === uid);
  }

  async findByUserCode(code) {
    return this.#one((value) => value.userCode === code);
  }

  async consume(id) {
    const found = await this.find(id);
    if (found) found.consumed = Math.floor(Date.now() / 1000);
  }

  async destroy(id) {
    kept.delete(`${this.kind} ${id}`);
  }

  async revokeByGrantId(grant) {
    for (const [key, { value }] of kept) if (value.grantId === grant) kept.delete(key);
  }

  #one(isIt) {
    for (const [key, { value }] of kept) if (key.startsWith(`${this.kind} `) && isIt(value)) return value;
    return undefined;
  }
}

import { faultSchema, type Fault, type FaultInput, type FaultOf, type FaultTarget } from './fault';

export type ListedFault = Fault & { id: string };

/** The faults in force. Asking for matching ones uses up one of their `times`. */
export class FaultList {
  private faults: ListedFault[] = [];
  private sequence = 0;

  /** @throws ZodError when the fault is not one the simulator knows. */
  add(input: FaultInput): ListedFault {
    this.sequence += 1;
    const fault: ListedFault = { ...faultSchema.parse(input), id: String(this.sequence) };
    this.faults.push(fault);
    return fault;
  }

  remove(id: string): boolean {
    const before = this.faults.length;
    this.faults = this.faults.filter((fault) => fault.id !== id);
    return this.faults.length < before;
  }

  clear(): void {
    this.faults = [];
  }

  list(): ListedFault[] {
    return this.faults.map((fault) => ({ ...fault }));
  }

  /** All faults of a target that concern this occasion, each used once. */
  take<Target extends FaultTarget>(
    target: Target,
    concerns: (fault: FaultOf<Target>) => boolean,
  ): FaultOf<Target>[] {
    const taken = this.faults.filter(
      (fault) => fault.target === target && concerns(fault as unknown as FaultOf<Target>),
    );
    for (const fault of taken) if (fault.times !== undefined) fault.times -= 1;
    this.faults = this.faults.filter((fault) => fault.times === undefined || fault.times > 0);
    return taken as unknown as FaultOf<Target>[];
  }
}

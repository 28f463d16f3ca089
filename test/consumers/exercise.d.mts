export function exerciseWorker(main: object): Promise<void>;
export function exercise(main: object, metrics: object, predict: object): string;

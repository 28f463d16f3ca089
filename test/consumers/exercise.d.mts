export function exercise(main: object, metrics: object, predict: object): string;

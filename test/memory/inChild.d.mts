export declare function inChild(name: string, argument?: Record<string, unknown>): Promise<Record<string, number>>;

/** Turns one stream into another; holds back by not pulling. */
export type Transform<In, Out> = (input: AsyncIterable<In>) => AsyncIterable<Out>;

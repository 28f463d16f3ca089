import type { Precision } from "../types.ts";

/** A byte offset in linear memory, a multiple of 64 wherever the kernel takes one. */
export type Pointer = number;

type MathematicsNames = {
  panel_rows: () => number;
  panels_bytes: (rows: number, columns: number) => number;
  row_vector_bytes: (rows: number) => number;
  pack_panels: (
    panelsPtr: Pointer,
    rowsPtr: Pointer,
    centrePtr: Pointer,
    scalePtr: Pointer,
    rows: number,
    columns: number,
  ) => void;
  centre_panels: (panelsPtr: Pointer, centrePtr: Pointer, scalePtr: Pointer, rows: number, columns: number) => void;
  forward_panels: (zPtr: Pointer, panelsPtr: Pointer, wPtr: Pointer, rows: number, columns: number, b: number) => void;
  forward_rows: (zPtr: Pointer, rowsPtr: Pointer, wPtr: Pointer, rows: number, columns: number, b: number) => void;
  sigmoid: (aPtr: Pointer, zPtr: Pointer, rows: number) => void;
  loss: (zPtr: Pointer, vPtr: Pointer, rows: number) => number;
  backward_panels: (
    outPtr: Pointer,
    workspacePtr: Pointer,
    panelsPtr: Pointer,
    dzPtr: Pointer,
    rows: number,
    columns: number,
  ) => void;
};

type SolverNames = {
  hessian_workspace_bytes: () => number;
  hessian_rows_workspace_bytes: (columns: number) => number;
  moments_rows: (
    outPtr: Pointer,
    rowsPtr: Pointer,
    vPtr: Pointer,
    shiftPtr: Pointer,
    rows: number,
    columns: number,
  ) => void;
  epoch_panels: (
    outPtr: Pointer,
    workspacePtr: Pointer,
    panelsPtr: Pointer,
    vPtr: Pointer,
    wPtr: Pointer,
    rows: number,
    columns: number,
    b: number,
    unit: boolean,
    inStep: boolean,
  ) => void;
  epoch_rows: (
    outPtr: Pointer,
    workspacePtr: Pointer,
    rowsPtr: Pointer,
    vPtr: Pointer,
    wPtr: Pointer,
    centrePtr: Pointer,
    scalePtr: Pointer,
    rows: number,
    columns: number,
    b: number,
    unit: boolean,
  ) => void;
  hessian_panels: (
    outPtr: Pointer,
    workspacePtr: Pointer,
    panelsPtr: Pointer,
    vPtr: Pointer,
    wPtr: Pointer,
    rows: number,
    columns: number,
    b: number,
  ) => void;
  hessian_rows: (
    outPtr: Pointer,
    workspacePtr: Pointer,
    rowsPtr: Pointer,
    vPtr: Pointer,
    wPtr: Pointer,
    centrePtr: Pointer,
    scalePtr: Pointer,
    rows: number,
    columns: number,
    b: number,
  ) => void;
  product_panels: (
    outPtr: Pointer,
    workspacePtr: Pointer,
    panelsPtr: Pointer,
    vPtr: Pointer,
    wPtr: Pointer,
    rPtr: Pointer,
    rows: number,
    columns: number,
    b: number,
    c: number,
  ) => void;
  product_rows: (
    outPtr: Pointer,
    workspacePtr: Pointer,
    rowsPtr: Pointer,
    vPtr: Pointer,
    wPtr: Pointer,
    rPtr: Pointer,
    centrePtr: Pointer,
    scalePtr: Pointer,
    rows: number,
    columns: number,
    b: number,
    c: number,
  ) => void;
};

type Typed<Names, P extends Precision> = { [Name in keyof Names & string as `${Name}_${P}`]: Names[Name] };

/** What assembly/mathematics.ts exports, under the same names. */
export interface MathematicsExports extends Typed<MathematicsNames, "f32">, Typed<MathematicsNames, "f64"> {
  heap_base(): Pointer;
  block_rows(): number;
  share_rows(): number;
  over_read_bytes(): number;
  backward_workspace_bytes(columns: number): number;
}

/** What assembly/solvers.ts exports, under the same names. */
export interface SolverExports extends Typed<SolverNames, "f32">, Typed<SolverNames, "f64"> {
  epoch_workspace_bytes(columns: number): number;
  epoch_rows_workspace_bytes(columns: number): number;
  product_workspace_bytes(columns: number): number;
  product_rows_workspace_bytes(columns: number): number;
}

/** What values of sparse rows are: of either type, or ones that are not stored. */
export type SparseValues = Precision | "ones";
/** Indices of columns; u16 where there are at most 65,536. */
export type SparseIndices = "u16" | "u32";

type SparseNames = {
  forward: (
    zPtr: Pointer,
    indptrPtr: Pointer,
    indicesPtr: Pointer,
    dataPtr: Pointer,
    wPtr: Pointer,
    offsetPtr: Pointer,
    rows: number,
    columns: number,
    b: number,
  ) => void;
  backward: (
    outPtr: Pointer,
    indptrPtr: Pointer,
    indicesPtr: Pointer,
    dataPtr: Pointer,
    dzPtr: Pointer,
    rows: number,
    columns: number,
  ) => void;
  epoch: (
    outPtr: Pointer,
    workspacePtr: Pointer,
    indptrPtr: Pointer,
    indicesPtr: Pointer,
    dataPtr: Pointer,
    vPtr: Pointer,
    wPtr: Pointer,
    offsetPtr: Pointer,
    rows: number,
    columns: number,
    b: number,
    unit: boolean,
  ) => void;
  hessian: (
    outPtr: Pointer,
    indptrPtr: Pointer,
    indicesPtr: Pointer,
    dataPtr: Pointer,
    dPtr: Pointer,
    rows: number,
    columns: number,
  ) => void;
  moments: (
    outPtr: Pointer,
    indptrPtr: Pointer,
    indicesPtr: Pointer,
    dataPtr: Pointer,
    vPtr: Pointer,
    rows: number,
    columns: number,
  ) => void;
  product: (
    outPtr: Pointer,
    workspacePtr: Pointer,
    indptrPtr: Pointer,
    indicesPtr: Pointer,
    dataPtr: Pointer,
    dPtr: Pointer,
    rPtr: Pointer,
    rows: number,
    columns: number,
    c: number,
  ) => void;
};

type SparseTyped<Values extends SparseValues, Indices extends SparseIndices> = {
  [Name in keyof SparseNames & string as `${Name}_${Values}_${Indices}`]: SparseNames[Name];
};

/** What assembly/sparse.ts exports, under the same names. */
export interface SparseExports
  extends SparseTyped<"f32", "u16">,
    SparseTyped<"f32", "u32">,
    SparseTyped<"f64", "u16">,
    SparseTyped<"f64", "u32">,
    SparseTyped<"ones", "u16">,
    SparseTyped<"ones", "u32"> {
  sparse_workspace_bytes(): number;
  curvature_rows(dPtr: Pointer, zPtr: Pointer, vPtr: Pointer, rows: number): void;
}

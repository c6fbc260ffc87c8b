namespace Godwit.TerritoryData;

/// <summary>A row of an input: an inclusive range of one family and its answer.</summary>
internal readonly record struct InputRow(bool IsV4, UInt128 First, UInt128 Last, string Answer);

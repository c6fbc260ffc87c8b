namespace Godwit.Control.Storage.Grants;

/// <summary>A row of the ledger with its place in it.</summary>
/// <param name="Seq">Counts up; gaps are possible.</param>
/// <param name="Transaction">The row.</param>
internal sealed record GrantEntry(long Seq, GrantTransaction Transaction);

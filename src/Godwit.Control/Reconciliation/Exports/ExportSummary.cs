using Godwit.Control.Api;

namespace Godwit.Control.Reconciliation.Exports;

/// <summary>An export, added up.</summary>
/// <param name="Rows">By day and model, in that order; none where there are problems.</param>
/// <param name="Lines">Lines that were read.</param>
/// <param name="LeftOut">Those of them that are of something else, or say that nothing was used.</param>
/// <param name="Problems">What is wrong, with line and column.</param>
public sealed record ExportSummary(
    IReadOnlyList<ExportedUse> Rows, long Lines, long LeftOut, IReadOnlyList<string> Problems);

namespace Godwit.Control.Reconciliation.Exports;

/// <summary>Shows what stands in a foreign file: short, and without what a terminal would act on.</summary>
internal static class ExportText
{
    private const int Most = 60;

    public static string Shown(string text)
    {
        var line = string.Concat(text.Take(Most).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c));
        return text.Length > Most ? line + "…" : line;
    }
}

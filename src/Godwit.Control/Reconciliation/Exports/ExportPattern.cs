using System.Text.RegularExpressions;

namespace Godwit.Control.Reconciliation.Exports;

/// <summary>Regular expressions of mappings: of the kind that takes no longer than the text is long.</summary>
internal static class ExportPattern
{
    private const RegexOptions Options = RegexOptions.NonBacktracking | RegexOptions.CultureInvariant;

    /// <summary>A pattern that was checked.</summary>
    public static Regex Of(string pattern) => new(pattern, Options);

    /// <summary>What is wrong with a pattern; null when it is one.</summary>
    public static string? Check(string pattern)
    {
        try
        {
            _ = Of(pattern);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return $"'{pattern}' is no regular expression that is accepted here (without lookaround and "
                + $"backreferences): {e.Message}";
        }
    }
}

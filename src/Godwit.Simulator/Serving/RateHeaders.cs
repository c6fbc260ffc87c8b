using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Godwit.Simulator.Serving;

/// <summary>The names of the headers that tell of one limit.</summary>
internal sealed record RateHeaders(string Limit, string Remaining, string Reset)
{
    /// <summary>Names that differ where the pattern has a star.</summary>
    public static RateHeaders Of(string pattern) =>
        new(Name(pattern, "limit"), Name(pattern, "remaining"), Name(pattern, "reset"));

    /// <summary>Writes what is left; without a form for it, not until when.</summary>
    public void Write(IHeaderDictionary headers, in RateLeft left, Func<TimeSpan, string>? reset)
    {
        headers[Limit] = left.Limit.ToString(CultureInfo.InvariantCulture);
        headers[Remaining] = left.Remaining.ToString(CultureInfo.InvariantCulture);
        if (reset is not null)
        {
            headers[Reset] = reset(left.Reset);
        }
    }

    private static string Name(string pattern, string part) => pattern.Replace("*", part, StringComparison.Ordinal);
}

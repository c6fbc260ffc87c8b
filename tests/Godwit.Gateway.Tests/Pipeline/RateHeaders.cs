using System.Globalization;

namespace Godwit.Gateway.Tests.Pipeline;

/// <summary>What the headers of an answer say of rates.</summary>
internal static class RateHeaders
{
    /// <summary>
    /// Tokens taken of the window, with what the request itself holds; of the rate with the least left.
    /// </summary>
    public static long TokensTaken(HttpResponseMessage answer) =>
        Number(answer, "x-ratelimit-limit-tokens") - Number(answer, "x-ratelimit-remaining-tokens");

    /// <summary>Requests taken of the window, with the request itself.</summary>
    public static long RequestsTaken(HttpResponseMessage answer) =>
        Number(answer, "x-ratelimit-limit-requests") - Number(answer, "x-ratelimit-remaining-requests");

    private static long Number(HttpResponseMessage answer, string name) =>
        long.Parse(answer.Headers.GetValues(name).Single(), CultureInfo.InvariantCulture);
}

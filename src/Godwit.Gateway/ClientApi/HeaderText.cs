using System.Net.Http.Headers;

namespace Godwit.Gateway.ClientApi;

/// <summary>Values of headers on their way from one side to the other.</summary>
/// <remarks>
/// Each side's HTTP stack reads more than the other writes: a value with other characters would end the request with
/// an exception, and the wrong side would be blamed.
/// </remarks>
internal static class HeaderText
{
    /// <summary>True for a value of visible ASCII characters and spaces.</summary>
    public static bool IsPlain(string value) => !value.AsSpan().ContainsAnyExceptInRange(' ', '~');

    /// <summary>A content type as text; null when there is none that can be passed on.</summary>
    public static string? Of(MediaTypeHeaderValue? type) => type?.ToString() is { } text && IsPlain(text) ? text : null;
}

using System.Net.Mail;
using System.Text;
using System.Text.RegularExpressions;

namespace Godwit.Policy.Configuration;

/// <summary>What names, addresses and tags look like.</summary>
internal static partial class TextRules
{
    /// <summary>Adds an error when the resource's name is not a legal one.</summary>
    public static void CheckName(ResourceErrors errors)
    {
        if (!Names.IsLegal(errors.Name))
            errors.AddName($"'{errors.Name}' is not a legal name", Names.Accepted);
    }

    /// <summary>What a currency looks like.</summary>
    public const string CurrencyAccepted = "an ISO 4217 code, e.g. USD";

    /// <summary>True for three capital letters.</summary>
    public static bool IsCurrency(string text) => text.Length == 3 && text.All(char.IsAsciiLetterUpper);

    /// <summary>True for a bare mail address, without display name or comment.</summary>
    public static bool IsEmail(string text) => MailAddress.TryCreate(text, out var address) && address.Address == text;

    /// <summary>True for text with the shape of a BCP 47 tag.</summary>
    public static bool IsLanguageTag(string text) => LanguageTag.IsMatch(text);

    /// <summary>True for an absolute URL that a request can be sent to.</summary>
    public static bool IsHttpUrl(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0;

    /// <summary>True for such a URL that a secret may be sent to: nobody can read along.</summary>
    public static bool IsSafeUrl(string text) =>
        IsHttpUrl(text) && new Uri(text) is var uri && (uri.Scheme == "https" || uri.IsLoopback);

    /// <summary>True for such a URL that can stand in a header, where only ASCII may.</summary>
    public static bool IsLinkUrl(string text) => IsHttpUrl(text) && Ascii.IsValid(text);

    /// <summary>True for a token of RFC 9110, as a header's name is.</summary>
    public static bool IsHeaderName(string text) => HeaderName.IsMatch(text);

    /// <summary>True for 64 lower-case hex digits.</summary>
    public static bool IsSha256(string text) =>
        text.Length == 64 && text.All(c => char.IsAsciiDigit(c) || c is >= 'a' and <= 'f');

    [GeneratedRegex("^(?:[A-Za-z]{2,3}|[A-Za-z]{4,8})(?:-[A-Za-z0-9]{1,8})*$")]
    private static partial Regex LanguageTag { get; }

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]+$")]
    private static partial Regex HeaderName { get; }
}

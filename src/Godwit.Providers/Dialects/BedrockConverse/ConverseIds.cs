using System.Security.Cryptography;
using System.Text;

namespace Godwit.Providers.Dialects.BedrockConverse;

/// <summary>
/// Ids of tool calls in the form that is taken. The same id always gives the same one, so that a call and its result
/// still belong together.
/// </summary>
internal static class ConverseIds
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private const int MostChars = 64;
    private const int NineChars = 9;

    /// <param name="id">The id as the client sent it.</param>
    /// <param name="nine">Models of Mistral take nine letters and digits only.</param>
    public static string Of(string id, bool nine)
    {
        if (nine ? id.Length == NineChars && id.All(char.IsAsciiLetterOrDigit)
            : id.Length is > 0 and <= MostChars && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
            return id;
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(id));
        return string.Create(nine ? NineChars : 24, hash, static (text, hash) =>
        {
            for (var i = 0; i < text.Length; i++)
                text[i] = Letters[hash[i] % Letters.Length];
        });
    }
}

using System.Buffers;
using System.Text;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>Ids of the items that Godwit writes: <c>rs_</c>, 32 hexadecimal digits of the request, its place.</summary>
internal static class ResponsesItemIds
{
    private const int RequestDigits = 32;
    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>The id of an item.</summary>
    public static string Make(string kind, Guid request, int place) => $"{kind}_{request:N}_{place}";

    /// <summary>Whether some string of the body is an id that Godwit made, of reasoning.</summary>
    public static bool AreOfReasoningIn(ReadOnlySpan<byte> body)
    {
        var mark = "\"rs_"u8;
        for (var at = body.IndexOf(mark); at >= 0; at = body.IndexOf(mark))
        {
            body = body[(at + mark.Length)..];
            if (IsMade(body))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether Godwit made the id, of reasoning.</summary>
    public static bool IsOfReasoning(string id) =>
        id.StartsWith("rs_", StringComparison.Ordinal) && IsMade(Encoding.UTF8.GetBytes(id).AsSpan(3));

    private static bool IsMade(ReadOnlySpan<byte> rest) => rest.Length > RequestDigits
        && rest[RequestDigits] == (byte)'_' && !rest[..RequestDigits].ContainsAnyExcept(Hex);
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;

namespace Godwit.Providers.Dialects.Parameters;

/// <summary>
/// Makes ids of tool calls nine letters or digits long, for Mistral. The same id gives the same again, in a call and in
/// its result, in this request and the next.
/// </summary>
internal static class ToolCallIds
{
    private const int Length = 9;
    private const string Letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    // In the list of messages: list, message, its members; and in its calls: list, call, its members.
    private const int MessageMember = 2;
    private const int CallMember = 4;

    /// <summary>Replaces the ids in the messages.</summary>
    public static void Rewrite(
        CatalogParameter row, MemberSlot slot, ReadOnlySpan<byte> body, in ParameterContext context,
        ref ParameterEdits? edits)
    {
        var json = ParameterPass.Reader(body[slot.Start..slot.End]);
        var calls = false;
        var any = false;
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var isId = json.CurrentDepth == MessageMember
                ? json.ValueTextEquals("tool_call_id"u8)
                : calls && json.CurrentDepth == CallMember && json.ValueTextEquals("id"u8);
            calls = json.CurrentDepth == MessageMember ? json.ValueTextEquals("tool_calls"u8) : calls;
            json.Read();
            if (isId && json.TokenType == JsonTokenType.String && !IsShort(json.ValueSpan))
            {
                var start = slot.Start + (int)json.TokenStartIndex;
                ParameterActions.Of(ref edits).Replace(
                    start, slot.Start + (int)json.BytesConsumed,
                    Encoding.ASCII.GetBytes($"\"{Short(json.ValueSpan)}\""));
                any = true;
            }
        }

        if (any)
        {
            ParameterActions.Report(LossKind.Renamed, row, context, "ids of tool calls are sent in another form");
        }
    }

    private static bool IsShort(ReadOnlySpan<byte> id)
    {
        foreach (var letter in id)
        {
            if (!char.IsAsciiLetterOrDigit((char)letter))
            {
                return false;
            }
        }

        return id.Length == Length;
    }

    private static string Short(ReadOnlySpan<byte> id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(id, hash);
        var text = new StringBuilder(Length);
        for (var i = 0; i < Length; i++)
        {
            text.Append(Letters[(hash[2 * i] | (hash[(2 * i) + 1] << 8)) % Letters.Length]);
        }

        return text.ToString();
    }
}

using System.Text;
using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.Reading;

namespace Godwit.Providers.Dialects.Parameters;

/// <summary>Asks in words for the schema of an answer, where the provider only promises that it is JSON.</summary>
internal static class SchemaInPrompt
{
    /// <summary>Makes a JSON object of a schema, and puts the schema before the messages.</summary>
    public static void Rewrite(
        CatalogParameter row,
        MemberSlot slot,
        RequestRules rules,
        ReadOnlySpan<byte> body,
        ReadOnlySpan<MemberSlot> slots,
        in ParameterContext context,
        ref ParameterEdits? edits)
    {
        var at = rules.Find("messages");
        if (slot.Word(body) != "json_schema" || at < 0 || slots[at] is not { Kind: JsonTokenType.StartArray } messages)
        {
            return;
        }

        var schema = Schema(body[slot.Start..slot.End]);
        var words = "Answer with one JSON object and nothing else."
            + (schema is null ? "" : $" It must fit this JSON Schema: {schema}");
        var message = $$"""{"role":"system","content":"{{JsonEncodedText.Encode(words, Encoder)}}"}""";
        var empty = body[(messages.Start + 1)..messages.End].TrimStart(" \t\r\n"u8)[0] == ']';
        var made = ParameterActions.Of(ref edits);
        made.Replace(slot.Start, slot.End, """{"type":"json_object"}"""u8.ToArray());
        made.Replace(messages.Start, messages.Start + 1, Encoding.UTF8.GetBytes($"[{message}{(empty ? "" : ",")}"));
        ParameterActions.Report(LossKind.Emulated, row, context, "the schema is given in words, and JSON is asked for");
    }

    private static System.Text.Encodings.Web.JavaScriptEncoder Encoder =>
        System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static string? Schema(ReadOnlySpan<byte> format)
    {
        var json = ParameterPass.Reader(format);
        using var document = JsonDocument.ParseValue(ref json);
        return document.RootElement.At("json_schema"u8)?.WholeAt("schema"u8)?.GetRawText();
    }
}

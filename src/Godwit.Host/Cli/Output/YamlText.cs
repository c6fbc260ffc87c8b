using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Godwit.Host.Cli.Output;

/// <summary>Writes JSON data as YAML that reads back as the same data.</summary>
internal static class YamlText
{
    /// <summary>Writes one document; a list at the top becomes several documents.</summary>
    public static void Write(TextWriter output, JsonNode? data)
    {
        var emitter = new Emitter(output, new EmitterSettings().WithMaxSimpleKeyLength(256));
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        Emit(emitter, data);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
    }

    private static void Emit(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, MappingStyle.Block));
                foreach (var (key, value) in map)
                {
                    emitter.Emit(new Scalar(key));
                    Emit(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, SequenceStyle.Block));
                foreach (var item in list)
                    Emit(emitter, item);
                emitter.Emit(new SequenceEnd());
                break;
            default:
                emitter.Emit(ScalarOf(node));
                break;
        }
    }

    private static Scalar ScalarOf(JsonNode? node)
    {
        if (node is null)
            return new Scalar("null");
        if (node.GetValueKind() != JsonValueKind.String)
            return new Scalar(node.ToJsonString());
        var text = node.GetValue<string>();
        var style = MustQuote(text) ? ScalarStyle.DoubleQuoted : ScalarStyle.Any;
        return new Scalar(AnchorName.Empty, TagName.Empty, text, style, isPlainImplicit: true, isQuotedImplicit: true);
    }

    // NO is Norway, 1e3 is a name and 2024-07-09 is text here: what another reader would take for something else
    // is quoted.
    private static bool MustQuote(string text) =>
        text.Length == 0 || text.Length <= 5 && text.All(char.IsAsciiLetter) && IsWord(text)
            || char.IsAsciiDigit(text[0])
        || text[0] is '-' or '+' or '.' or '~';

    private static bool IsWord(string text) => text.ToUpperInvariant()
        is "NO" or "N" or "Y" or "YES" or "ON" or "OFF" or "TRUE" or "FALSE" or "NULL";
}

using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Native;

/// <summary>Tencent Cloud's ChatCompletions: PascalCase, an envelope for whole answers and none in a stream.</summary>
internal sealed class TencentForm : NativeForm
{
    private const int MostMessages = 40;

    public override string? ModelOf(JsonElement root) => RequestFields.Text(root, "Model");

    public override ProviderError? Check(JsonElement root, bool stream)
    {
        if (RequestFields.Array(root, "Messages") is not { } messages
            || messages.GetArrayLength() is 0 or > MostMessages)
        {
            return ProviderError.Invalid("Messages", $"an array of 1 to {MostMessages} messages");
        }

        return !FieldCheck.NumberWithin(root, "Temperature", 0, 2) ? ProviderError.Invalid("Temperature", "from 0 to 2")
            : !FieldCheck.NumberWithin(root, "TopP", 0, 1) ? ProviderError.Invalid("TopP", "from 0 to 1")
            : CheckTurns(messages);
    }

    public override FrozenSet<string> Known { get; } = new[]
    {
        "Model", "Messages", "Stream", "Temperature", "TopP", "EnableEnhancement", "Tools", "ToolChoice",
        "CustomTool", "Stop", "Seed", "EnableThinking",
    }.ToFrozenSet();

    public override JsonElement MessagesOf(JsonElement root) => root.GetProperty("Messages");

    public override IEnumerable<Turn> Turns(JsonElement root)
    {
        foreach (JsonElement message in RequestFields.Array(root, "Messages")!.Value.EnumerateArray())
        {
            List<ImagePart> images = [];
            string text = RequestFields.Text(message, "Content") ?? "";
            if (RequestFields.Array(message, "Contents") is { } parts)
            {
                text = string.Join(
                    '\n', parts.EnumerateArray().Select(part => RequestFields.Text(part, "Text")).OfType<string>());
                images.AddRange(parts.EnumerateArray()
                    .Select(part => RequestFields.Text(RequestFields.Object(part, "ImageUrl"), "Url"))
                    .OfType<string>().Select(url => ImagePart.AtUrl(url)));
            }

            yield return new Turn(RequestFields.Text(message, "Role")!, text, message)
            {
                Images = images,
                Calls = RequestFields.Array(message, "ToolCalls") is { } calls ? calls.GetRawText() : null,
            };
        }
    }

    public override NativeRequest Read(JsonElement root, string model, bool stream)
    {
        string? named = RequestFields.Text(root, "ToolChoice") == "custom"
            ? RequestFields.Text(RequestFields.Object(RequestFields.Object(root, "CustomTool"), "Function"), "Name")
            : null;
        JsonElement? tools = RequestFields.Array(root, "Tools");
        return new NativeRequest
        {
            Model = model,
            Stop = RequestFields.Texts(root, "Stop"),
            Tools = tools is null ? [] : [.. ReadTools(tools.Value)],
            ToolTokens = tools is null ? 0 : TokenRule.Count(tools.Value.GetRawText()),
            ToolChoice = named is null ? RequestFields.Text(root, "ToolChoice") ?? "auto" : null,
            NamedTools = named is null ? [] : [named],
            Thinking = RequestFields.Flag(root, "EnableThinking"),
        };
    }

    public override void WritePlain(Utf8JsonWriter json, NativeReply reply, Func<string, string> bend) =>
        TencentWriter.WritePlain(json, reply, bend);

    public override ValueTask SendPieceAsync(EventStream events, NativeProgress progress, NativePiece piece) =>
        events.SendAsync((progress, (NativePiece?)piece, Finish.Stop), TencentWriter.WriteFrame);

    public override ValueTask SendEndAsync(EventStream events, NativeProgress progress, Finish finish) =>
        events.SendAsync((progress, (NativePiece?)null, finish), TencentWriter.WriteFrame);

    private static ProviderError? CheckTurns(JsonElement messages)
    {
        string last = "";
        int index = 0;
        foreach (JsonElement message in messages.EnumerateArray())
        {
            string? role = RequestFields.Text(message, "Role");
            bool fits = role switch
            {
                "system" => index == 0,
                "user" => last is "" or "system" or "assistant",
                "assistant" => last is "user" or "tool",
                "tool" => last is "assistant" or "tool",
                _ => false,
            };
            if (!fits)
            {
                return ProviderError.Invalid(
                    $"Messages.{index}", "in turn: system first, then user or tool, and assistant");
            }

            if (RequestFields.Text(message, "Content") is null or "" && !FieldCheck.Has(message, "Contents")
                && !FieldCheck.Has(message, "ToolCalls"))
            {
                return ProviderError.Invalid($"Messages.{index}", "not empty");
            }

            last = role!;
            index++;
        }

        return last is "user" or "tool" ? null : ProviderError.Invalid("Messages", "ended by user or tool");
    }

    // The schema is a text in here.
    private static IEnumerable<OfferedTool> ReadTools(JsonElement tools) =>
        tools.EnumerateArray().Select(tool => RequestFields.Object(tool, "Function"))
            .Where(function => RequestFields.Text(function, "Name") is not null)
            .Select(function => new OfferedTool(
                RequestFields.Text(function, "Name")!,
                RequestFields.Text(function, "Description") ?? "",
                Parse(RequestFields.Text(function, "Parameters"))));

    private static JsonElement Parse(string? schema)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(schema ?? "{}");
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

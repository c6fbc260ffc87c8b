using System.Collections.Frozen;
using System.Text.Json;
using Godwit.Simulator.Chat;
using Godwit.Simulator.Serving;
using Godwit.Simulator.Text;
using Godwit.Simulator.Wire;

namespace Godwit.Simulator.Native;

/// <summary>Amazon Bedrock's Converse: blocks, and a stream of binary frames.</summary>
internal sealed class ConverseForm : NativeForm
{
    public override bool AnswersFiltered => true;

    public override ProviderError? Check(JsonElement root, bool stream) => ConverseCheck.Check(root);

    public override string? ModelOf(JsonElement root) => null;

    public override FrozenSet<string> Known { get; } = new[]
    {
        "messages", "system", "inferenceConfig", "toolConfig", "additionalModelRequestFields",
        "additionalModelResponseFieldPaths", "guardrailConfig", "performanceConfig", "serviceTier",
        "promptVariables", "requestMetadata",
    }.ToFrozenSet();

    public override JsonElement MessagesOf(JsonElement root) => root.GetProperty("messages");

    public override IEnumerable<Turn> Turns(JsonElement root) => ConverseTurns.Read(root);

    public override NativeRequest Read(JsonElement root, string model, bool stream)
    {
        JsonElement config = RequestFields.Object(root, "inferenceConfig");
        JsonElement tools = RequestFields.Object(root, "toolConfig");
        JsonElement choice = RequestFields.Object(tools, "toolChoice");
        JsonElement thinking = RequestFields.Object(
            RequestFields.Object(root, "additionalModelRequestFields"), "thinking");
        string? named = RequestFields.Text(RequestFields.Object(choice, "tool"), "name");
        return new NativeRequest
        {
            Model = model,
            MaxTokens = RequestFields.Integer(config, "maxTokens"),
            Stop = RequestFields.Texts(config, "stopSequences"),
            Tools = [.. ReadTools(tools)],
            ToolTokens = tools.ValueKind == JsonValueKind.Object ? TokenRule.Count(tools.GetRawText()) : 0,
            ToolChoice = named is not null ? null : FieldCheck.Has(choice, "any") ? "required" : "auto",
            NamedTools = named is null ? [] : [named],
            ParallelToolCalls = true,
            ToolCallIdPrefix = model.Contains("mistral", StringComparison.Ordinal) ? null : "tooluse_",
            Thinking = RequestFields.Text(thinking, "type") is { } type ? type == "enabled" : null,
        };
    }

    public override void WritePlain(Utf8JsonWriter json, NativeReply reply, Func<string, string> bend) =>
        ConverseWriter.WritePlain(json, reply, bend);

    public override ValueTask SendStartAsync(EventStream events, NativeReply reply) =>
        events.SendAsync("messageStart", reply, static (json, _) =>
        {
            json.WriteStartObject();
            json.WriteString("role", "assistant");
            json.WriteEndObject();
        });

    public override async ValueTask SendPieceAsync(EventStream events, NativeProgress progress, NativePiece piece)
    {
        if (progress.Block < 0 || progress.Open != (piece.Kind, piece.Call))
        {
            await StopBlockAsync(events, progress);
            progress.Block++;
            progress.Open = (piece.Kind, piece.Call);
            if (piece.Kind == PieceKind.Arguments)
            {
                await events.SendAsync("contentBlockStart", (progress, piece), ConverseWriter.WriteStart);
            }
        }

        await events.SendAsync("contentBlockDelta", (progress, piece), ConverseWriter.WriteDelta);
    }

    public override async ValueTask SendEndAsync(EventStream events, NativeProgress progress, Finish finish)
    {
        await StopBlockAsync(events, progress);
        await events.SendAsync("messageStop", (progress, finish), static (json, end) =>
        {
            json.WriteStartObject();
            json.WriteString("stopReason", ConverseWriter.StopReason(end.progress.Answer, end.finish));
            json.WriteEndObject();
        });
    }

    public override ValueTask SendTailAsync(EventStream events, NativeProgress progress) =>
        events.SendAsync("metadata", progress, static (json, progress) =>
        {
            json.WriteStartObject();
            ConverseWriter.WriteUsage(json, progress.Reply, progress.Tokens);
            progress.Reply.Echo(json);
            json.WriteEndObject();
        });

    private static async ValueTask StopBlockAsync(EventStream events, NativeProgress progress)
    {
        if (progress.Block < 0)
        {
            return;
        }

        // A thinking model signs its thoughts, and wants them back as they are.
        if (progress.Open.Kind == PieceKind.Reasoning)
        {
            await events.SendAsync("contentBlockDelta", progress, ConverseWriter.WriteSignature);
        }

        await events.SendAsync("contentBlockStop", progress, ConverseWriter.WriteStop);
    }

    private static IEnumerable<OfferedTool> ReadTools(JsonElement config) =>
        RequestFields.Array(config, "tools") is not { } tools ? []
        : tools.EnumerateArray().Select(tool => RequestFields.Object(tool, "toolSpec"))
            .Where(spec => RequestFields.Text(spec, "name") is not null)
            .Select(spec => new OfferedTool(
                RequestFields.Text(spec, "name")!,
                RequestFields.Text(spec, "description") ?? "",
                RequestFields.Object(RequestFields.Object(spec, "inputSchema"), "json")));
}

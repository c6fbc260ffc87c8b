using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Godwit.Policy.Contracts;
using Godwit.Providers.Dialects.EventStreams;
using Godwit.Providers.GenAI.Answers;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>Writes a stream of chunks.</summary>
internal sealed class OpenAIChatStreamWriter : IStreamWriter
{
    private readonly StreamJson stream = new();
    private readonly AnswerContext context;
    private readonly JsonEncodedText id;
    private readonly JsonEncodedText model;
    private readonly long created;
    private readonly List<OpenAIChatStreamWriterChoice> choices = [];
    private Utf8JsonWriter? json;
    private TokenUsage? usage;

    public OpenAIChatStreamWriter(AnswerContext context)
    {
        this.context = context;
        id = JsonEncodedText.Encode(OpenAIChatAnswerWriter.Id(context));
        model = JsonEncodedText.Encode(context.Model, JavaScriptEncoder.UnsafeRelaxedJsonEscaping);
        created = context.CreatedAt.ToUnixTimeSeconds();
    }

    /// <inheritdoc/>
    public void Write(AnswerEvent answerEvent, IBufferWriter<byte> output)
    {
        switch (answerEvent)
        {
            case PartStarted started:
                Of(started.Choice).Start(started, this, output);
                break;
            case PartDelta delta:
                Of(delta.Choice).Add(delta, this, output);
                break;
            case PartSealed seal:
                Of(seal.Choice).Seal(seal, this, output);
                break;
            case PartCited cited:
                Of(cited.Choice).Cite(cited, this, output);
                break;
            case PartEnded ended:
                Of(ended.Choice).End(ended, this, output);
                break;
            case LogprobsReported reported:
                WriteLogprobs(reported, output);
                break;
            case ChoiceFinished finished:
                WriteFinish(finished, output);
                break;
            case UsageReported reported:
                usage = reported.Usage;
                break;
            case KeptAlive:
                output.Write(":\n\n"u8);
                break;
            case AnswerEnded:
                WriteEnd(output);
                break;
            case AnswerFailed failed:
                OpenAIChatErrors.WriteStreamEnd(
                    output, false, failed.Error.Message, failed.Error.Type ?? "server_error",
                    failed.Error.Code ?? "provider_error");
                break;
        }
    }

    /// <summary>Begins a chunk up to its delta, which is open then.</summary>
    internal Utf8JsonWriter BeginDelta(int choice, bool first, IBufferWriter<byte> output)
    {
        var writer = BeginChunk(output);
        writer.WriteStartObject();
        writer.WriteNumber("index"u8, choice);
        writer.WriteStartObject("delta"u8);
        if (first)
        {
            writer.WriteString("role"u8, "assistant"u8);
        }

        return writer;
    }

    /// <summary>Ends a chunk whose delta is open.</summary>
    internal void EndDelta(IBufferWriter<byte> output, string? finish = null, JsonElement? logprobs = null)
    {
        var writer = json!;
        writer.WriteEndObject();
        if (logprobs is { } probabilities)
        {
            writer.WritePropertyName("logprobs"u8);
            probabilities.WriteTo(writer);
        }
        else
        {
            writer.WriteNull("logprobs"u8);
        }

        writer.WriteString("finish_reason"u8, finish);
        writer.WriteEndObject();
        EndChunk(output, null);
    }

    internal AnswerContext Context => context;

    private Utf8JsonWriter BeginChunk(IBufferWriter<byte> output)
    {
        output.Write("data: "u8);
        json = stream.Begin(output);
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "chat.completion.chunk"u8);
        json.WriteNumber("created"u8, created);
        json.WriteString("model"u8, model);
        json.WriteStartArray("choices"u8);
        return json;
    }

    private void EndChunk(IBufferWriter<byte> output, TokenUsage? figures)
    {
        json!.WriteEndArray();
        if (context.Request.IncludeUsage)
        {
            json.WritePropertyName("usage"u8);
            if (figures is { } tokens)
            {
                OpenAIChatUsage.Write(json, tokens);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndObject();
        json.Flush();
        output.Write("\n\n"u8);
    }

    private void WriteLogprobs(LogprobsReported reported, IBufferWriter<byte> output)
    {
        BeginDelta(reported.Choice, Of(reported.Choice).TakeFirst(), output);
        EndDelta(output, null, reported.Logprobs);
    }

    private void WriteFinish(ChoiceFinished finished, IBufferWriter<byte> output)
    {
        BeginDelta(finished.Choice, Of(finished.Choice).TakeFirst(), output);
        EndDelta(output, OpenAIChatAnswerWriter.Finish(finished.Reason, context, finished.Choice));
    }

    private void WriteEnd(IBufferWriter<byte> output)
    {
        if (context.Request.IncludeUsage && usage is { } figures)
        {
            BeginChunk(output);
            EndChunk(output, figures);
        }

        output.Write("data: [DONE]\n\n"u8);
    }

    private OpenAIChatStreamWriterChoice Of(int index)
    {
        foreach (var choice in choices)
        {
            if (choice.Index == index)
            {
                return choice;
            }
        }

        choices.Add(new OpenAIChatStreamWriterChoice(index, context));
        return choices[^1];
    }
}

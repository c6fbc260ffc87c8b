using System.Buffers;
using System.Text;
using Godwit.Providers.GenAI.Answers;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIChat;

/// <summary>One choice of a stream that is written.</summary>
internal sealed class OpenAIChatStreamWriterChoice(int index, AnswerContext context)
{
    private readonly List<Open> parts = [];
    private readonly bool legacy = OpenAIChatToolReader.IsLegacy(context.Request);
    private bool begun;
    private int calls;
    private int reasonings;
    private int textLength;

    public int Index => index;

    /// <summary>True the first time: the first delta of a choice names the role.</summary>
    public bool TakeFirst() => !begun && (begun = true);

    public void Start(PartStarted started, OpenAIChatStreamWriter writer, IBufferWriter<byte> output)
    {
        var open = new Open(started.Part);
        while (parts.Count <= started.Index)
        {
            parts.Add(open);
        }

        parts[started.Index] = open;
        switch (started.Part)
        {
            case ToolCallPart call:
                StartCall(call, open, writer, output);
                break;
            case ReasoningPart reasoning:
                open.Number = reasonings++;
                Say(open, reasoning.Text, writer, output);
                Seal(new PartSealed(index, started.Index, reasoning.Seal!), writer, output);
                break;
            case MediaPart media when OpenAIChatAnswerWriter.HasPlace(media, index, context):
                WriteMedia(media, writer, output);
                break;
            case TextPart text:
                open.Start = textLength;
                Say(open, text.Text, writer, output);
                foreach (var citation in text.Citations ?? [])
                {
                    Cite(new PartCited(index, started.Index, citation), writer, output);
                }

                break;
            case RefusalPart refusal:
                Say(open, refusal.Text, writer, output);
                break;
            default:
                _ = OpenAIChatAnswerWriter.HasPlace(started.Part, index, context);
                break;
        }
    }

    public void Add(PartDelta delta, OpenAIChatStreamWriter writer, IBufferWriter<byte> output) =>
        Say(parts[delta.Index], delta.Text, writer, output);

    public void Seal(PartSealed seal, OpenAIChatStreamWriter writer, IBufferWriter<byte> output)
    {
        var open = parts[seal.Index];
        // A call's first piece has brought the seal that was known then.
        if (seal.Seal is null || open.Lost || open.Part is ToolCallPart { Seal: not null })
        {
            return;
        }

        var json = writer.BeginDelta(index, TakeFirst(), output);
        if (open.Part is ReasoningPart reasoning)
        {
            // With the words once more, as a signature is worth nothing without the words it signs.
            json.WriteStartArray("reasoning_details"u8);
            ReasoningDetails.Write(json, reasoning with { Seal = seal.Seal }, open.Words.ToString(), open.Number);
            json.WriteEndArray();
        }
        else if (!legacy)
        {
            OpenAIChatSeals.WritePiece(json, open.Number, open.Custom, seal.Seal);
        }

        writer.EndDelta(output);
    }

    public void Cite(PartCited cited, OpenAIChatStreamWriter writer, IBufferWriter<byte> output)
    {
        if (!OpenAIChatAnswerWriter.HasPlace(cited.Citation, index, context))
        {
            return;
        }

        var open = parts[cited.Index];
        var json = writer.BeginDelta(index, TakeFirst(), output);
        json.WriteStartArray("annotations"u8);
        OpenAIChatCitations.Write(json, cited.Citation, open.Start, textLength - open.Start);
        json.WriteEndArray();
        writer.EndDelta(output);
    }

    public void End(PartEnded ended, OpenAIChatStreamWriter writer, IBufferWriter<byte> output)
    {
        var open = parts[ended.Index];
        if (open.Custom && open.Words.Length > 0)
        {
            WriteCallPiece(open, CustomTools.Input(open.Words.ToString()), writer, output);
        }

        open.Words.Clear();
    }

    private void StartCall(
        ToolCallPart call, Open open, OpenAIChatStreamWriter writer, IBufferWriter<byte> output)
    {
        open.Number = calls++;
        open.Custom = !legacy && CustomTools.IsCustom(context.Request, call.Name);
        open.Lost = legacy && open.Number > 0;
        if (open.Lost)
        {
            OpenAIChatAnswerCallWriter.DropLater(index, context);
            return;
        }

        var json = writer.BeginDelta(index, TakeFirst(), output);
        if (legacy)
        {
            json.WriteStartObject("function_call"u8);
            json.WriteString("name"u8, call.Name);
            json.WriteString("arguments"u8, call.Arguments);
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray("tool_calls"u8);
            json.WriteStartObject();
            json.WriteNumber("index"u8, open.Number);
            OpenAIChatAnswerCallWriter.WriteHead(json, call, context.Request);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        writer.EndDelta(output);
    }

    private void Say(Open open, string words, OpenAIChatStreamWriter writer, IBufferWriter<byte> output)
    {
        if (words.Length == 0 || open.Lost)
        {
            return;
        }

        if (open.Custom || open.Part is ReasoningPart)
        {
            open.Words.Append(words);
        }

        if (open.Custom)
        {
            return;
        }

        if (open.Part is ToolCallPart)
        {
            WriteCallPiece(open, words, writer, output);
            return;
        }

        var json = writer.BeginDelta(index, TakeFirst(), output);
        json.WriteString(
            open.Part switch { ReasoningPart => "reasoning_content"u8, RefusalPart => "refusal"u8, _ => "content"u8 },
            words);
        writer.EndDelta(output);
        textLength += open.Part is TextPart ? words.Length : 0;
    }

    private void WriteCallPiece(Open open, string words, OpenAIChatStreamWriter writer, IBufferWriter<byte> output)
    {
        var json = writer.BeginDelta(index, TakeFirst(), output);
        if (legacy)
        {
            json.WriteStartObject("function_call"u8);
            json.WriteString("arguments"u8, words);
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray("tool_calls"u8);
            json.WriteStartObject();
            json.WriteNumber("index"u8, open.Number);
            json.WriteStartObject(open.Custom ? "custom"u8 : "function"u8);
            json.WriteString(open.Custom ? "input"u8 : "arguments"u8, words);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }

        writer.EndDelta(output);
    }

    private void WriteMedia(MediaPart media, OpenAIChatStreamWriter writer, IBufferWriter<byte> output)
    {
        var json = writer.BeginDelta(index, TakeFirst(), output);
        if (media.Kind == MediaKind.Image)
        {
            json.WriteStartArray("images"u8);
            OpenAIChatAnswerWriter.WriteImage(json, media);
            json.WriteEndArray();
        }
        else
        {
            OpenAIChatAnswerWriter.WriteAudio(json, media, context);
        }

        writer.EndDelta(output);
    }

    private sealed class Open(Part part)
    {
        public Part Part => part;

        /// <summary>Which of the calls, or of the pieces of reasoning, it is.</summary>
        public int Number { get; set; }

        /// <summary>Where its text begins in the text of the choice.</summary>
        public int Start { get; set; }

        public bool Custom { get; set; }

        /// <summary>The client's form has no place for it.</summary>
        public bool Lost { get; set; }

        /// <summary>Words that are needed again when the part is sealed, or whole.</summary>
        public StringBuilder Words { get; } = new();
    }
}

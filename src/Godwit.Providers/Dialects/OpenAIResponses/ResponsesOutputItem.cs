using System.Text.Json;
using Godwit.Policy.Catalog;
using Godwit.Providers.GenAI.Requests;

namespace Godwit.Providers.Dialects.OpenAIResponses;

/// <summary>An item of an answer that is being written: a message with its parts, a call, or reasoning.</summary>
internal sealed class ResponsesOutputItem
{
    private const Dialect Own = Dialect.OpenAIResponses;
    private readonly AnswerContext context;

    public ResponsesOutputItem(AnswerContext context, int index, Part first)
    {
        this.context = context;
        Index = index;
        Id = ResponsesItemIds.Make(Prefix(first), context.RequestId, index);
        AddPiece(first);
    }

    /// <summary>Its place in the output.</summary>
    public int Index { get; }

    public string Id { get; }

    /// <summary>The parts of a message; else the only one.</summary>
    public List<ResponsesPiece> Pieces { get; } = [];

    public bool IsMessage => Pieces[0].Part is TextPart or RefusalPart;

    public bool Done { get; set; }

    /// <summary>Probabilities of its tokens, in this dialect's shape; null without.</summary>
    public JsonElement? Logprobs { get; set; }

    /// <summary>True for parts that stand in messages; each other is an item of its own.</summary>
    public static bool IsSpoken(Part part) => part is TextPart or RefusalPart;

    /// <summary>Adds a part.</summary>
    public ResponsesPiece AddPiece(Part part)
    {
        var piece = new ResponsesPiece(part, Pieces.Count);
        Pieces.Add(piece);
        return piece;
    }

    /// <summary>
    /// True when a reasoning's words go into its summary: they are one, or the client asked for one and knows no other
    /// words.
    /// </summary>
    public bool AsSummary(ReasoningPart part) => part.IsSummary || context.Request.Reasoning?.Summary is not null;

    /// <summary>Writes the item.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="status">How far it is.</param>
    /// <param name="begun">It has only begun: its words are left out.</param>
    public void Write(Utf8JsonWriter json, string status, bool begun = false)
    {
        var first = Pieces[0];
        if (first.Part is ForeignPart { Dialect: Own } foreign)
        {
            foreign.Value.WriteTo(json);
            return;
        }

        json.WriteStartObject();
        json.WriteString("id"u8, Id);
        switch (first.Part)
        {
            case ToolCallPart call:
                WriteCall(json, call, first, begun);
                break;
            case ReasoningPart reasoning:
                WriteReasoning(json, reasoning, first, begun);
                break;
            case MediaPart media:
                json.WriteString("type"u8, "image_generation_call"u8);
                json.WriteString("result"u8, begun ? default : media.Source.Base64.Span);
                break;
            default:
                WriteMessage(json, begun);
                break;
        }

        json.WriteString("status"u8, status);
        json.WriteEndObject();
    }

    /// <summary>Writes one part of a message.</summary>
    public void WriteContent(Utf8JsonWriter json, ResponsesPiece piece, bool begun = false)
    {
        json.WriteStartObject();
        if (piece.Part is RefusalPart)
        {
            json.WriteString("type"u8, "refusal"u8);
            json.WriteString("refusal"u8, begun ? "" : piece.Text.ToString());
        }
        else
        {
            json.WriteString("type"u8, "output_text"u8);
            json.WriteString("text"u8, begun ? "" : piece.Text.ToString());
            json.WriteStartArray("annotations"u8);
            foreach (var citation in begun ? [] : piece.Citations)
            {
                ResponsesAnnotations.Write(json, citation, piece.Text.Length);
            }

            json.WriteEndArray();
            WriteLogprobs(json, piece, begun);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes the probabilities of a part's tokens: an empty list without.</summary>
    public void WriteLogprobs(Utf8JsonWriter json, ResponsesPiece piece, bool begun = false)
    {
        json.WritePropertyName("logprobs"u8);
        if (Logprobs is { ValueKind: JsonValueKind.Array } list && piece.Index == 0 && !begun)
        {
            list.WriteTo(json);
            return;
        }

        json.WriteStartArray();
        json.WriteEndArray();
    }

    private void WriteMessage(Utf8JsonWriter json, bool begun)
    {
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteStartArray("content"u8);
        foreach (var piece in begun ? [] : Pieces)
        {
            WriteContent(json, piece);
        }

        json.WriteEndArray();
    }

    private static void WriteCall(Utf8JsonWriter json, ToolCallPart call, ResponsesPiece piece, bool begun)
    {
        json.WriteString("type"u8, "function_call"u8);
        json.WriteString("call_id"u8, call.Id);
        json.WriteString("name"u8, call.Name);
        json.WriteString("arguments"u8, begun ? "" : piece.Text.ToString());
        if (!begun && piece.Seal is { } seal)
        {
            // Where clients of Gemini's compatible door find it, who send calls back as they came.
            json.WriteStartObject("extra_content"u8);
            json.WriteStartObject("google"u8);
            json.WriteString("thought_signature"u8, seal.For(Own));
            json.WriteEndObject();
            json.WriteEndObject();
        }
    }

    private void WriteReasoning(Utf8JsonWriter json, ReasoningPart reasoning, ResponsesPiece piece, bool begun)
    {
        json.WriteString("type"u8, "reasoning"u8);
        var words = new ReasoningPart
        {
            Text = begun ? "" : piece.Text.ToString(), IsSummary = AsSummary(reasoning),
        };
        ResponsesPartWriter.WriteWords(json, words);
        if (!begun && piece.Seal is { } seal)
        {
            json.WriteString("encrypted_content"u8, seal.For(Own));
        }
    }

    private static string Prefix(Part part) => part switch
    {
        ToolCallPart => "fc",
        ReasoningPart => "rs",
        MediaPart => "ig",
        _ => "msg",
    };
}

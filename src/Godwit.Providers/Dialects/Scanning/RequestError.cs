namespace Godwit.Providers.Dialects.Scanning;

/// <summary>What is wrong with a request body.</summary>
public enum RequestFault
{
    None,
    NotJson,
    Comment,
    TooDeep,
    TrailingData,
    NotAnObject,
    ModelMissing,
    ModelNotAString,
    ModelEmpty,
    ModelTooLong,

    /// <summary>The model name holds control characters or broken Unicode.</summary>
    ModelNotText,
    StreamNotABoolean,

    /// <summary>A member that is patched occurs twice: two readers might each believe another one.</summary>
    DuplicateMember,

    /// <summary>The body is no form with parts.</summary>
    NotMultipart,
}

/// <summary>Why a request body was refused, in the words of OpenAI's errors.</summary>
/// <param name="Fault">What is wrong.</param>
/// <param name="Param">The member at fault, if one is.</param>
/// <param name="Offset">Byte at which it shows; -1 when nowhere in particular.</param>
public readonly record struct RequestError(RequestFault Fault, string? Param, long Offset)
{
    /// <summary>Stable code for <c>error.code</c>.</summary>
    public string Code => Fault switch
    {
        RequestFault.ModelMissing => "missing_required_parameter",
        RequestFault.ModelNotAString or RequestFault.StreamNotABoolean => "invalid_type",
        RequestFault.ModelEmpty or RequestFault.ModelNotText => "invalid_value",
        RequestFault.ModelTooLong => "string_above_max_length",
        RequestFault.DuplicateMember => "duplicate_parameter",
        RequestFault.NotMultipart => "invalid_multipart",
        _ => "invalid_json",
    };

    /// <summary>Text for <c>error.message</c>.</summary>
    public string Message => Fault switch
    {
        RequestFault.Comment => $"The body holds a comment at byte {Offset}; JSON has none.",
        RequestFault.TooDeep =>
            $"The body is nested deeper than {RequestScan.MaxDepth} levels at byte {Offset}.",
        RequestFault.TrailingData => $"The body goes on at byte {Offset}, after its JSON object ended.",
        RequestFault.NotAnObject => "The body must be a JSON object.",
        RequestFault.ModelMissing => "You must provide a model parameter.",
        RequestFault.ModelNotAString => "Invalid type for 'model': expected a string.",
        RequestFault.ModelEmpty => "Invalid 'model': the string is empty.",
        RequestFault.ModelTooLong =>
            $"Invalid 'model': expected at most {RequestScan.MaxModelChars} characters.",
        RequestFault.ModelNotText => "Invalid 'model': the string holds characters that no model name has.",
        RequestFault.StreamNotABoolean => "Invalid type for 'stream': expected a boolean.",
        RequestFault.DuplicateMember => $"'{Param}' is given twice; give it once.",
        RequestFault.NotMultipart => "The body is not multipart/form-data, or it does not end.",
        _ => $"The body is not valid JSON, from byte {Offset} on.",
    };
}

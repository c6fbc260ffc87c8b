namespace Godwit.Simulator.Wire;

/// <summary>The forms in which providers that speak OpenAI Chat write an error body.</summary>
internal enum ErrorShape
{
    /// <summary><c>{"error":{message,type,param,code}}</c>.</summary>
    OpenAI,

    /// <summary>OpenAI's object with a numeric string as code and no type.</summary>
    NumericCode,

    /// <summary>OpenAI's object and a request id beside it.</summary>
    WithRequestId,

    /// <summary><c>{"error":{type,message}}</c>.</summary>
    TypeAndMessage,

    /// <summary><c>{"error":{code,message,type},"id"}</c>.</summary>
    WithoutParam,

    /// <summary><c>{"object":"error",message,type,param,code}</c>.</summary>
    Flat,

    /// <summary><c>{"type":"error","error":{type,message,http_code},"request_id"}</c>.</summary>
    Enveloped,

    /// <summary><c>[{"error":{code,message,status}}]</c>.</summary>
    GoogleArray,
}
